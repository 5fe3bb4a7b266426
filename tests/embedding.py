"""A server with OpenAI's /v1/embeddings over the built-in embedder; it misbehaves on demand."""

import asyncio
import json
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from index.embedders import load

KEY = "sk-very-secret"
MODEL = "builtin-over-http"


class EmbeddingServer:
    """Embeds, after the answers that `plan` holds have been given in their order.

    Attributes:
        plan: "429", "500", … for that status; "hang", "html", "fewer", "nan", "wide", "null".
        always: what is done when the plan is at its end; "" for embedding.
        asked: what was sent, one entry a request.
    """

    def __init__(self, *plan: str, always: str = "") -> None:
        self.plan, self.always = list(plan), always
        self.asked: list[list[str]] = []
        self._embedder = load("builtin")

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/v1/embeddings")
        async def embed(request: Request) -> Response:
            asked = await request.json()
            self.asked.append(asked["input"])
            if request.headers["authorization"] != f"Bearer {KEY}" or asked["model"] != MODEL:
                said = f"no such key or model: {request.headers['authorization']}"
                return JSONResponse({"error": {"message": said}}, 401)
            mood = self.plan.pop(0) if self.plan else self.always
            if mood.isdigit():
                busy = {"error": {"message": f"too much for {KEY}"}}
                return JSONResponse(busy, int(mood), {"retry-after-ms": "1"})
            if mood == "hang":
                await asyncio.Event().wait()
            if mood == "html":
                return Response("<h1>It works!</h1>", media_type="text/html")
            return self._reply(asked["input"], mood)

        return app

    def _reply(self, texts: list[str], mood: str) -> Response:
        rows: list[dict[str, Any]] = [
            {"object": "embedding", "index": i, "embedding": [3 * float(x) for x in vector]}
            for i, vector in enumerate(self._embedder.documents(texts))
        ]
        if mood == "fewer":
            rows.pop()
        for row in rows:
            row["embedding"] = {
                "nan": [float("nan"), *row["embedding"][1:]],
                "wide": [*row["embedding"], 0.5],
                "null": None,
            }.get(mood, row["embedding"])
        body = {"object": "list", "model": MODEL, "data": rows[::-1]}
        # NaN is no JSON, and there are servers that send it.
        return Response(json.dumps(body), media_type="application/json")
