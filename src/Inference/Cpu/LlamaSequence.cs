namespace Cocoon.Inference.Cpu;

/// <summary>One running sequence: its keys and values, and working memory. Used by one thread at a time.</summary>
internal sealed class LlamaSequence
{
    private readonly float[][] _keys;
    private readonly float[][] _values;
    private readonly int _keyValueSize;

    /// <param name="config">The model's numbers.</param>
    /// <param name="capacity">Tokens it may grow to.</param>
    public LlamaSequence(LlamaConfig config, int capacity)
    {
        _keyValueSize = config.KeyValueSize;
        _keys = Pages(config.Layers, capacity * _keyValueSize);
        _values = Pages(config.Layers, capacity * _keyValueSize);
        Hidden = new float[config.Hidden];
        Normal = new float[config.Hidden];
        Projected = new float[config.Hidden];
        Query = new float[config.QuerySize];
        Mixed = new float[config.QuerySize];
        Gate = new float[config.FeedForward];
        Up = new float[config.FeedForward];
        Activation = new float[config.FeedForward];
        Scores = new float[capacity];
        Cosines = new float[config.HeadSize / 2];
        Sines = new float[config.HeadSize / 2];
        Logits = new float[config.VocabularySize];
    }

    public int Length { get; private set; }
    public float[] Hidden { get; }
    public float[] Normal { get; }
    public float[] Projected { get; }
    public float[] Query { get; }
    public float[] Mixed { get; }
    public float[] Gate { get; }
    public float[] Up { get; }
    public float[] Activation { get; }
    public float[] Scores { get; }
    public float[] Cosines { get; }
    public float[] Sines { get; }
    public float[] Logits { get; }

    public Span<float> Key(int layer, int position) => _keys[layer].AsSpan(position * _keyValueSize, _keyValueSize);

    public Span<float> Value(int layer, int position) => _values[layer].AsSpan(position * _keyValueSize, _keyValueSize);

    public void SetAngles(float[] inverseFrequencies, int position)
    {
        for (var i = 0; i < inverseFrequencies.Length; i++) (Sines[i], Cosines[i]) = MathF.SinCos(position * inverseFrequencies[i]);
    }

    public void Advance() => Length++;

    private static float[][] Pages(int layers, int size) => [.. Enumerable.Range(0, layers).Select(_ => new float[size])];
}
