"""The errors of question and answer; the tree is drawn in `index.errors`."""

from index.errors import NotFound, PolicyChatError


class BadQuestion(PolicyChatError):
    """The question cannot be worked on as it was put."""


class ModelFailed(PolicyChatError):
    """The language model did not answer."""


class BadOutput(PolicyChatError):
    """The file that was named cannot be written as it was named."""


class BadBackup(PolicyChatError):
    """A back-up that cannot be made, or not be used."""


class BadSettings(PolicyChatError):
    """A setting has a value that cannot work."""


class ConversationNotFound(NotFound):
    """No conversation has this id, or none any more."""


class KeyNotFound(NotFound):
    """No good key has this id."""


class SiteNotFound(NotFound):
    """No good site has this id."""


class AnswerNotFound(NotFound):
    """No recorded answer has this id, or none any more."""


class JobNotFound(NotFound):
    """No job has this id."""


class NotUndoable(PolicyChatError):
    """A job that cannot be undone, or not any more."""


class BadCorrection(PolicyChatError):
    """A correction of a policy's card that cannot be made as it was put."""


class BadUpload(PolicyChatError):
    """Files that are not accepted as they were sent."""


class AccessDenied(PolicyChatError):
    """Whoever asks may not do so."""


class KeyRejected(AccessDenied):
    """There is no good key with the request."""


class SiteRefused(AccessDenied):
    """The page is none of the site's, or there is no such site."""


class TryLater(PolicyChatError):
    """The request is in order, but not now.

    Attributes:
        after_s: seconds to wait.
    """

    def __init__(self, what: str, after_s: int) -> None:
        super().__init__(what, hint=f"请在 {after_s} 秒后再试。")
        self.after_s = after_s


class RateLimited(TryLater):
    """The client asks too often.

    Args:
        a_minute: requests that it may make.
        after_s: seconds to wait.
    """

    def __init__(self, a_minute: int, after_s: int) -> None:
        super().__init__(f"每分钟最多 {a_minute} 次请求，已经超过。", after_s)


class TooBusy(TryLater):
    """Too many requests are worked on.

    Args:
        after_s: seconds to wait.
    """

    def __init__(self, after_s: int) -> None:
        super().__init__("同时处理的请求已经达到上限。", after_s)
