namespace Cocoon.Simulation.Randomness;

/// <summary>
/// Random numbers from a seed, the same on every machine and in every .NET version: xoshiro256** seeded by SplitMix64
/// (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2019). Not thread-safe, not for secrets.
/// </summary>
public sealed class Dice
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public Dice(ulong seed)
    {
        _a = SplitMix(ref seed);
        _b = SplitMix(ref seed);
        _c = SplitMix(ref seed);
        _d = SplitMix(ref seed);
    }

    /// <summary>All 64 bits.</summary>
    public ulong Next()
    {
        var result = ulong.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        // The high half of a 64 x 64 product; the bias of 2^-32 is far below what a simulation could notice.
        return (int)Math.BigMul(Next(), (ulong)bound, out _);
    }

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public long Between(long least, long most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        return least + (long)Math.BigMul(Next(), (ulong)(most - least) + 1, out _);
    }

    public TimeSpan Between(TimeSpan least, TimeSpan most) => new(Between(least.Ticks, most.Ticks));

    /// <summary>True with this probability.</summary>
    /// <param name="probability">From 0 to 1.</param>
    public bool Chance(double probability) => (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>A generator of its own, which takes nothing from this one.</summary>
    /// <param name="seed">The seed of both.</param>
    /// <param name="purpose">What the new one is for.</param>
    /// <param name="number">Tells several of one purpose apart.</param>
    public static Dice For(ulong seed, string purpose, ulong number = 0)
    {
        var mixed = seed;
        foreach (var letter in purpose) mixed = SplitMix(ref mixed) ^ letter;
        mixed ^= number * 0x9E3779B97F4A7C15;
        return new Dice(SplitMix(ref mixed));
    }

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
