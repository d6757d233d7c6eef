namespace Cocoon.Cli.Chat;

/// <summary>A piece of an answer.</summary>
/// <param name="Text">New text; may be empty.</param>
/// <param name="Bill">Set in the last piece.</param>
internal sealed record AnswerPiece(string Text, AnswerBill? Bill = null);
