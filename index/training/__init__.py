"""How the shipped models are trained; needs the extra `transformers`. Nothing else imports it."""
