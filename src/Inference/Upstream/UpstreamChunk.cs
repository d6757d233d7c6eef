namespace Cocoon.Inference.Upstream;

/// <summary>One object of a streamed answer. Used again for the next one, so that only its text is new.</summary>
internal sealed class UpstreamChunk
{
    private readonly List<ChoiceDelta> _choices = [];

    public int Count { get; private set; }

    public UpstreamUsage? Usage { get; set; }

    /// <summary>Tokens of the prompt that the server had read before, where its usage does not say: llama-server's timings.</summary>
    public int CachedPrompt { get; set; }

    /// <summary>The server says that it failed.</summary>
    public bool IsError { get; set; }

    public ChoiceDelta this[int number] => _choices[number];

    public ChoiceDelta Add()
    {
        if (Count == _choices.Count) _choices.Add(new ChoiceDelta());
        var choice = _choices[Count++];
        choice.Clear();
        return choice;
    }

    public void Clear() => (Count, Usage, CachedPrompt, IsError) = (0, null, 0, false);
}
