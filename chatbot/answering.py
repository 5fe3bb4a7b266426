"""A question that may be limited to policies by their ids → its answer."""

from chatbot.answer import Answer
from chatbot.chain import Chatbot
from chatbot.question import Question


def answered(chatbot: Chatbot, question: Question) -> Answer:
    """The answer to a question.

    Raises:
        PolicyNotFound: if its filters name a policy that does not exist.
    """
    know(chatbot, question)
    return chatbot.answer(question)


def know(chatbot: Chatbot, question: Question) -> None:
    """Refuse a question that is limited to a policy that does not exist.

    Raises:
        PolicyNotFound: if so.
    """
    for policy_id in question.filters.policy_ids:
        chatbot.library.head(policy_id)
