"""Feishu and Lark (the international edition, an address apart), over thin clients of our own."""
