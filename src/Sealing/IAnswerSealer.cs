namespace Cocoon.Sealing;

/// <summary>Seals an answer chunk by chunk: <see cref="AnswerSealer"/>. Thread-safe.</summary>
public interface IAnswerSealer : IDisposable
{
    /// <summary>Seals the next chunk.</summary>
    byte[] Seal(ReadOnlySpan<byte> data);

    /// <summary>Seals the last chunk.</summary>
    byte[] SealLast(ReadOnlySpan<byte> data);
}
