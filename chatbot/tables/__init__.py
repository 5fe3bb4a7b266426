"""Tables out of policies: every cell says what it rests on."""
