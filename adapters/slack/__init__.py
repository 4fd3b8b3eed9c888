"""Slack, over Socket Mode or signed HTTP requests. Nothing here is imported unless Slack is switched on."""
