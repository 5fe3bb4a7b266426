"""The errors of question and answer; the tree is drawn in `index.errors`."""

from index.errors import NotFound, PolicyChatError


class BadQuestion(PolicyChatError):
    """The question cannot be worked on as it was put."""


class ModelFailed(PolicyChatError):
    """The language model did not answer."""


class BadOutput(PolicyChatError):
    """The file that was named cannot be written as it was named."""


class BadSettings(PolicyChatError):
    """A setting has a value that cannot work."""


class ConversationNotFound(NotFound):
    """No conversation has this id, or none any more."""
