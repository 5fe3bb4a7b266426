"""The one error tree.

PolicyChatError
├── SourceError             a file cannot become a policy
│   ├── UnsupportedFormat
│   ├── UnreadableFile
│   └── FileTooLarge
├── IndexUnavailable        there is nothing to search in
│   ├── IndexMissing
│   ├── IndexDamaged
│   ├── LibraryUnavailable
│   ├── BackendUnavailable
│   ├── EmbedderMismatch
│   ├── EmbedderUnavailable
│   └── RerankerUnavailable
├── IngestConflict          another ingest is running
├── ClusterFailed           the cluster that was to do the work cannot be reached, or fails
├── MostlyGone              a folder has lost most of its files
├── NotFound
│   ├── PolicyNotFound
│   ├── ClauseNotFound
│   ├── RevisionNotFound
│   ├── ConversationNotFound  (chatbot.errors)
│   ├── JobNotFound         (chatbot.errors)
│   ├── KeyNotFound         (chatbot.errors)
│   ├── SiteNotFound        (chatbot.errors)
│   └── AnswerNotFound      (chatbot.errors)
├── AccessDenied            (chatbot.errors) whoever asks may not do so
│   ├── KeyRejected         (chatbot.errors)
│   └── SiteRefused         (chatbot.errors)
├── TryLater                (chatbot.errors) in order, but not now
│   ├── RateLimited         (chatbot.errors)
│   └── TooBusy             (chatbot.errors)
├── BadUpload               (chatbot.errors)
├── NotUndoable             (chatbot.errors)
├── BadCorrection           (chatbot.errors)
├── BadQuestion             (chatbot.errors)
├── ModelFailed             (chatbot.errors)
├── BadBackup               (chatbot.errors)
├── BadOutput               (chatbot.errors)
└── BadSettings             (chatbot.errors)
"""


class PolicyChatError(Exception):
    """Root of every error that a user may see.

    Args:
        what: what happened, with the values at fault.
        kept: what is still as it was.
        hint: what to do next.
    """

    def __init__(self, what: str, *, kept: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.kept = kept
        self.hint = hint

    def __str__(self) -> str:
        return "\n".join(part for part in (self.what, self.kept, self.hint) if part)


class SourceError(PolicyChatError):
    """A file cannot become a policy."""


class UnsupportedFormat(SourceError):
    """No reader knows the file's suffix."""


class UnreadableFile(SourceError):
    """The file's content is not what its suffix says, or cannot be opened."""


class FileTooLarge(SourceError):
    """The file is larger than a reader accepts."""


class IndexUnavailable(PolicyChatError):
    """There is nothing to search in."""


class IndexMissing(IndexUnavailable):
    """Nothing was ingested yet."""


class IndexDamaged(IndexUnavailable):
    """Files of the published index are missing or unreadable."""


class LibraryUnavailable(IndexUnavailable):
    """The database cannot be opened, read or written."""


class BackendUnavailable(IndexUnavailable):
    """The server that holds the index is not configured, cannot be reached, or refuses."""


class EmbedderMismatch(IndexUnavailable):
    """The index was built by another embedder than the one configured."""


class EmbedderUnavailable(IndexUnavailable):
    """The embedder configured is unknown, its files are missing or damaged, or its server fails."""


class RerankerUnavailable(IndexUnavailable):
    """The reranker configured is unknown, or its files are missing."""


class IngestConflict(PolicyChatError):
    """Another ingest holds the library."""


class ClusterFailed(PolicyChatError):
    """The cluster that was to read and embed cannot be reached, or fails."""


class MostlyGone(PolicyChatError):
    """Most of the policies read from a folder would go, because their files are not there."""


class NotFound(PolicyChatError):
    """An id that names nothing."""


class PolicyNotFound(NotFound):
    """No policy has this id."""


class ClauseNotFound(NotFound):
    """No clause has this id."""


class RevisionNotFound(NotFound):
    """The tables were never at this step."""
