namespace Cocoon.Ton.Tests.Messages;

public sealed record CommentVector(string Text, string Body, string Tail);
