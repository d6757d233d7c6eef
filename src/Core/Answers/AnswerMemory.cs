namespace Cocoon.Core.Answers;

/// <summary>A budget of bytes for answers that are kept in memory. Thread-safe.</summary>
/// <param name="maxBytes">Most bytes at once.</param>
public sealed class AnswerMemory(long maxBytes)
{
    private long _taken;

    /// <summary>Bytes in use.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <returns>False when so many bytes are not left; nothing is taken then.</returns>
    public bool TryTake(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (Interlocked.Add(ref _taken, bytes) <= maxBytes) return true;
        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    public void GiveBack(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Invariant.Require(Interlocked.Add(ref _taken, -bytes) >= 0, "answers", "more memory was given back than taken");
    }
}
