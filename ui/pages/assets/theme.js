// The colours that the visitor chose, or else the system's, on every page and in every frame.
// No module: it runs before anything is drawn.

(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try { return localStorage.getItem("theme"); } catch { return null; } // storage may be forbidden
  }

  function apply() {
    const theme = chosen() ?? (dark.matches ? "dark" : "light");
    root.dataset.theme = theme;
    // Gradio marks its pages so, by the system's colours alone.
    if (document.body?.classList.contains("dark") !== (theme === "dark")) {
      document.body?.classList.toggle("dark", theme === "dark");
    }
    document.getElementById("theme")?.setAttribute("aria-pressed", String(theme === "dark"));
  }

  function toggle() {
    const theme = root.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("theme", theme); } catch { root.dataset.theme = theme; }
    apply();
  }

  apply();
  dark.addEventListener("change", apply);
  addEventListener("storage", apply); // also from the page around this frame
  addEventListener("DOMContentLoaded", () => {
    apply();
    new MutationObserver(apply).observe(document.body, { attributeFilter: ["class"] });
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#theme")) toggle();
  });
})();
