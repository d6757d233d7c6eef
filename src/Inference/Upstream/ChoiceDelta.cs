namespace Cocoon.Inference.Upstream;

/// <summary>What one chunk adds to one choice. Used again for the next chunk.</summary>
internal sealed class ChoiceDelta
{
    public int Index { get; set; }

    public string Content { get; set; } = "";

    public string Reasoning { get; set; } = "";

    public List<ToolDelta> Tools { get; } = [];

    public List<TokenLogProbs> LogProbs { get; } = [];

    public List<int> TokenIds { get; } = [];

    public FinishReason? Finish { get; set; }

    public void Clear()
    {
        (Index, Content, Reasoning, Finish) = (0, "", "", null);
        Tools.Clear();
        LogProbs.Clear();
        TokenIds.Clear();
    }
}
