"""Jobs that change the library: uploads, removals, and undoing them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field, StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from chatbot.api.filters import PolicyId
from chatbot.api.problems import RESPONSES
from chatbot.errors import BadUpload
from chatbot.records.jobs import KEPT, Job, Jobs, Result, State, Task
from chatbot.uploads import MAX_FILES, Upload
from index.library import Library

_BAD_REQUEST = 400

JobId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


class NoteOut(BaseModel):
    """Something about one file."""

    file: str
    text: str


class ResultOut(BaseModel):
    """What a job did; files by the names that the library gives them."""

    added: list[str]
    replaced: list[str]
    removed: list[str]
    unchanged: list[str]
    failed: list[NoteOut] = Field(description="没有处理的文件和原因；其余文件不受影响")
    warnings: list[NoteOut] = Field(description="请人工核对的地方")

    @classmethod
    def of(cls, result: Result) -> "ResultOut":
        """A result for the wire."""
        return cls(
            added=list(result.added),
            replaced=list(result.replaced),
            removed=list(result.removed),
            unchanged=list(result.unchanged),
            failed=[NoteOut(file=name, text=text) for name, text in result.failed],
            warnings=[NoteOut(file=name, text=text) for name, text in result.warnings],
        )


class JobOut(BaseModel):
    """A job: what it does and how far it is."""

    id: str
    task: Task = Field(description="add 收录上传的文件，remove 移除政策，undo 撤销另一个任务")
    state: State = Field(description="queued 排队，running 进行中，done 完成，failed 没有完成")
    names: list[str] = Field(description="上传的文件名，或要移除的政策编号")
    undoes: str = Field(description="被撤销的任务；没有则为空")
    created: datetime
    finished: datetime | None
    stage: str = Field(description="正在做什么")
    done: int = Field(description="这一步做完了多少")
    total: int = Field(description="这一步共有多少")
    result: ResultOut | None = Field(description="完成之后的结果")
    problem: str = Field(description="没有完成的原因，以及怎样处理")
    undoable: bool = Field(description=f"能否撤销；最近 {KEPT} 个任务可以撤销")

    @classmethod
    def of(cls, job: Job) -> "JobOut":
        """A job for the wire."""
        return cls(
            id=job.id,
            task=job.task,
            state=job.state,
            names=list(job.names),
            undoes=job.undoes,
            created=datetime.fromtimestamp(job.created, UTC),
            finished=datetime.fromtimestamp(job.finished, UTC) if job.finished else None,
            stage=job.stage,
            done=job.done,
            total=job.total,
            result=ResultOut.of(job.result) if job.result else None,
            problem=job.problem,
            undoable=not job.why_not,
        )


class JobsOut(BaseModel):
    """Jobs, the latest first."""

    jobs: list[JobOut]
    total: int = Field(description="共有多少个任务")


_FILES: Mapping[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": MAX_FILES,
                            "items": {"type": "string", "format": "binary"},
                        }
                    },
                }
            }
        },
    }
}


def routes(jobs: Jobs, library: Library) -> APIRouter:
    """The routes that add, show and undo jobs."""
    router = APIRouter(prefix="/v1", tags=["政策库"], responses=RESPONSES)

    _add_upload(router, jobs)

    @router.get("/jobs", operation_id="list_jobs", summary="任务列表")
    def recent(
        limit: Annotated[int, Query(ge=1, le=1_000, description="最多返回几个")] = 100,
        offset: Annotated[int, Query(ge=0, le=2**31, description="跳过前几个")] = 0,
    ) -> JobsOut:
        """最近的任务，新的在前。"""
        found, total = jobs.recent(limit, offset)
        return JobsOut(jobs=[JobOut.of(job) for job in found], total=total)

    @router.get("/jobs/{job_id}", operation_id="read_job", summary="任务的进度和结果")
    def read(job_id: JobId) -> JobOut:
        """一个任务做到哪里、结果如何、有什么要核对。"""
        return JobOut.of(jobs.read(job_id))

    @router.post(
        "/jobs/{job_id}/undo", operation_id="undo_job", summary="撤销任务", status_code=202
    )
    def undo(job_id: JobId) -> JobOut:
        """恢复任务之前的内容：替换的换回原文，移除的放回，新增的移除；此后又有改动的不动。"""
        return JobOut.of(jobs.undo(job_id))

    @router.delete(
        "/policies/{policy_id}", operation_id="remove_policy", summary="移除政策", status_code=202
    )
    def remove(policy_id: PolicyId) -> JobOut:
        """以任务的形式移除一份政策，可以撤销。"""
        return JobOut.of(jobs.remove([library.head(policy_id).id]))

    return router


def _add_upload(router: APIRouter, jobs: Jobs) -> None:
    # The body is read here and not by FastAPI, which would take it in before asking for the key.
    @router.post(
        "/jobs",
        operation_id="upload_files",
        summary="上传政策文件",
        status_code=202,
        openapi_extra=dict(_FILES),
    )
    async def upload(request: Request) -> JobOut:
        """收录上传的文件，同名的替换以前上传的；立即返回任务，由 GET /v1/jobs/{id} 查看进度。"""
        uploads = await _uploads(request)
        return JobOut.of(await run_in_threadpool(jobs.add, uploads))


async def _uploads(request: Request) -> list[Upload]:
    """The files of a form.

    Raises:
        BadUpload: if there is something else in it, or it is no form.
    """
    try:
        async with request.form(max_files=MAX_FILES, max_fields=MAX_FILES) as form:
            parts = form.multi_items()
            if any(not isinstance(part, UploadFile) for _, part in parts):
                raise BadUpload("表单中有不是文件的内容。", hint="请只在 files 中上传文件。")
            return [
                Upload(part.filename or "", await part.read())
                for _, part in parts
                if isinstance(part, UploadFile)
            ]
    except HTTPException as error:
        if error.status_code != _BAD_REQUEST:
            raise
        raise BadUpload(
            f"上传的内容无法解析，或超过 {MAX_FILES} 个文件。",
            hint="请以 multipart/form-data 上传，文件都放在 files 中。",
        ) from error
