namespace Cocoon.EndToEnd.Tests.Continuations;

/// <summary>Waits for the next answer that any machine begins; that machine dies under it when the word is given. Thread-safe.</summary>
internal sealed class Doom
{
    private TaskCompletionSource? _awaited;

    /// <summary>Whoever begins the next answer is to die.</summary>
    /// <returns>The word: completed once the answer's first token has arrived.</returns>
    public TaskCompletionSource Await()
    {
        var word = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.Exchange(ref _awaited, word) is not null) throw new InvalidOperationException("One death at a time.");
        return word;
    }

    /// <summary>Asked as an answer begins: the word to die upon, or null for those who live.</summary>
    public Task? Take() => Interlocked.Exchange(ref _awaited, null)?.Task;
}
