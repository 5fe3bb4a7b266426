// What these modules say, in the language of the page.

export const say = JSON.parse(document.getElementById("strings").textContent);
