namespace Cocoon.Inference.Formats.Grammars;

/// <summary>Compares ordered sets of frames by content.</summary>
internal sealed class FrameSetComparer : IEqualityComparer<(Frame[] Frames, bool CanEnd)>
{
    public bool Equals((Frame[] Frames, bool CanEnd) x, (Frame[] Frames, bool CanEnd) y) =>
        x.CanEnd == y.CanEnd && x.Frames.AsSpan().SequenceEqual(y.Frames);

    public int GetHashCode((Frame[] Frames, bool CanEnd) obj)
    {
        var hash = new HashCode();
        foreach (var frame in obj.Frames) hash.Add(frame.Id);
        return hash.ToHashCode();
    }
}
