namespace Orleans.Runtime;

/// <summary>Tells ids of grains from ids of callers outside grains.</summary>
public static class GrainTypePrefix
{
    public const string ClientPrefix = "sys.client";

    /// <summary>Whether the id stands for code outside grains.</summary>
    public static bool IsClient(this in GrainId id) => id.Type.AsSpan().SequenceEqual("sys.client"u8);
}
