"""Conditions: one JSON tree, one compiler to SQL, one to a sentence, one small evaluator for unsaved forms."""
