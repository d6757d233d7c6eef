namespace Cocoon.Inference.Sampling;

/// <summary>The SplitMix64 generator (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).</summary>
internal struct SplitMix64(ulong seed)
{
    private const ulong Step = 0x9e3779b97f4a7c15;

    private ulong _state = seed;

    /// <summary>The seed of one of several streams; the first one's is the seed itself.</summary>
    public static ulong SeedOf(ulong seed, int stream) => stream == 0 ? seed : Mix(seed + Step * (ulong)stream);

    /// <summary>From 0 up to but not including 1.</summary>
    public double NextDouble() => (Mix(_state += Step) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Leaves out as many numbers as if they had been asked for.</summary>
    public void Skip(int count) => _state += Step * (ulong)count;

    private static ulong Mix(ulong z)
    {
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
        z = (z ^ z >> 27) * 0x94d049bb133111eb;
        return z ^ z >> 31;
    }
}
