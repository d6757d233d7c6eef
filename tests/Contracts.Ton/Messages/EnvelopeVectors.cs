namespace Cocoon.Ton.Tests.Messages;

public sealed record EnvelopeVectors(EnvelopeVectors.MessageVector[] Messages, string[] Inits)
{
    /// <param name="Boc">The message.</param>
    /// <param name="Hash">Its hash.</param>
    /// <param name="Type">internal, external-in or external-out.</param>
    /// <param name="Body">Hash of the body.</param>
    /// <param name="Code">Hash of the state init's code.</param>
    /// <param name="SplitDepth">Of the state init.</param>
    /// <param name="Normalized">TEP-467 hash of an external message.</param>
    public sealed record MessageVector(string Boc, string Hash, string Type, string Body, string? Code, byte? SplitDepth, string? Normalized);
}
