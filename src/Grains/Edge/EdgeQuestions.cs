namespace Cocoon.Grains.Edge;

/// <summary>What a machine was asked, each under the number of its order, until it answers. Used in one grain's turns.</summary>
/// <param name="none">What whoever asked is told when no answer comes in time, or one that says nothing.</param>
internal sealed class EdgeQuestions<T>(Refusal none)
    where T : class
{
    private readonly Dictionary<long, TaskCompletionSource<T>> _open = [];

    /// <summary>Questions without an answer yet.</summary>
    public int Count => _open.Count;

    /// <summary>Waits for the answer, until <paramref name="patience"/> is over.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public async Task<T> Answer(long number, Task patience)
    {
        var answer = _open[number] = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            if (await Task.WhenAny(answer.Task, patience) == answer.Task) return await answer.Task;
            throw new RefusedException(none);
        }
        finally
        {
            _open.Remove(number);
        }
    }

    /// <summary>The machine answers. What nobody asked, or waits for, is passed over.</summary>
    public void Put(long number, T? answer, Refusal? reason)
    {
        if (!_open.TryGetValue(number, out var open)) return;
        if (answer is not null) open.TrySetResult(answer);
        else open.TrySetException(new RefusedException(reason ?? none));
    }

    /// <summary>No answer comes any more.</summary>
    public void End(Refusal reason)
    {
        foreach (var open in _open.Values) open.TrySetException(new RefusedException(reason));
    }
}
