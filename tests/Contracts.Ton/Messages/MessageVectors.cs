namespace Cocoon.Ton.Tests.Messages;

public sealed record MessageVectors(MessageVectors.InitVector StateInit, MessageVectors.InternalVector[] Internal, MessageVectors.ExternalVector[] External)
{
    public sealed record InitVector(string Code, string Data, string Address);

    public sealed record InternalVector(string To, long Value, bool Bounce, string? Body, bool WithInit, string Hash);

    public sealed record ExternalVector(string To, string Body, bool WithInit, string Hash);
}
