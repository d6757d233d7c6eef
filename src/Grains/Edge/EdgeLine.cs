using Cocoon.Core.Jobs;
using Cocoon.Grains.Inference;

namespace Cocoon.Grains.Edge;

/// <summary>
/// One answer on its way from a machine to its reader. A chunk is handed over only when the reader asks for it, and the
/// machine learns that it was before it makes the next (I11); so one chunk is held here, never more. Used in one grain's turns.
/// </summary>
internal sealed class EdgeLine(JobId job)
{
    private TaskCompletionSource<SealedChunk>? _asked;
    private TaskCompletionSource _change = New();
    private (long Number, SealedChunk Chunk)? _offered;
    private Refusal? _failure;
    private long _taken;

    public JobId Job { get; } = job;

    /// <summary>Whether nothing is handed over any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether the reader has anything.</summary>
    public bool HasDelivered => _taken > 0;

    /// <summary>The reader asks for a chunk.</summary>
    /// <exception cref="RefusedException">The machine says that no more comes, or is gone.</exception>
    public async Task<SealedChunk> Next(CancellationToken hangUp)
    {
        var asked = _asked = new TaskCompletionSource<SealedChunk>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_failure is { } failure) throw new RefusedException(failure);
        HandOver();
        using var gone = hangUp.UnsafeRegister(static asked => ((TaskCompletionSource<SealedChunk>)asked!).TrySetCanceled(), asked);
        return await asked.Task;
    }

    /// <summary>The machine offers a chunk, and waits until it is taken or <paramref name="patience"/> is over.</summary>
    public async Task<EdgeWord> Offer(long number, SealedChunk chunk, Task patience)
    {
        if (number > _taken && !IsOver)
        {
            _offered = (number, chunk);
            HandOver();
            while (number > _taken && !IsOver && !patience.IsCompleted) await Task.WhenAny(_change.Task, patience);
        }
        if (number <= _taken) return EdgeWord.Taken;
        return IsOver ? EdgeWord.Stop : EdgeWord.Wait;
    }

    /// <summary>The reader is gone.</summary>
    public void Leave()
    {
        IsOver = true;
        _offered = null;
        Tell();
    }

    /// <summary>The machine, or whoever speaks for it, says that no more comes.</summary>
    public void Fail(Refusal reason)
    {
        if (IsOver) return;
        _failure = reason;
        _asked?.TrySetException(new RefusedException(reason));
        Leave();
    }

    /// <summary>Hands over what was offered if the reader waits for it. A reader who hangs up at this very moment does not get it.</summary>
    private void HandOver()
    {
        if (_offered is not { } offered || _asked?.TrySetResult(offered.Chunk) != true) return;
        (_taken, _offered, _asked) = (offered.Number, null, null);
        Tell();
    }

    private void Tell()
    {
        _change.TrySetResult();
        _change = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
