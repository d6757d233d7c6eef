using System.Globalization;
using Cocoon.Grains.Inference;

namespace Cocoon.Silo.Providers.Models;

/// <summary>How much memory models may take together. A pure rule: what is loaded comes in, what has to go comes out.</summary>
/// <param name="Bytes">Of all models.</param>
/// <param name="MayUnloadIdle">Whether a model on which nothing runs makes room for another.</param>
internal sealed record MemoryBudget(long Bytes, bool MayUnloadIdle)
{
    private const double Gibi = 1 << 30;

    /// <summary>Whether a model fits.</summary>
    /// <param name="name">Its name, for the refusal.</param>
    /// <param name="need">Bytes it takes.</param>
    /// <param name="loaded">What is in memory.</param>
    /// <returns>What to unload first, the one used longest ago in front; and why it cannot be loaded, when it cannot.</returns>
    public (IReadOnlyList<ServedModel> Unload, string? Refusal) Admit(string name, long need, IReadOnlyList<ServedModel> loaded)
    {
        var free = Bytes - loaded.Sum(static model => model.MemoryBytes);
        if (need <= free) return ([], null);
        if (need > Bytes) return ([], $"'{name}' needs {Text(need)}, and models may take {Text(Bytes)} in all. Raise Cocoon:Provider:MemoryBytes, or serve it on a larger machine.");
        var unload = new List<ServedModel>();
        foreach (var model in loaded.Where(model => MayUnloadIdle && model is { Running: 0, MemoryBytes: > 0 }).OrderBy(static model => model.LastUse))
        {
            unload.Add(model);
            free += model.MemoryBytes;
            if (need <= free) return (unload, null);
        }
        return ([], $"'{name}' needs {Text(need)}, and {Text(Bytes - loaded.Sum(static model => model.MemoryBytes))} of {Text(Bytes)} are free. {Advice(need, loaded)}");
    }

    /// <summary>Names the smallest single model that makes enough room; all of them when none does.</summary>
    private string Advice(long need, IReadOnlyList<ServedModel> loaded)
    {
        var missing = need - (Bytes - loaded.Sum(static model => model.MemoryBytes));
        var holders = loaded.Where(static model => model.MemoryBytes > 0).OrderBy(static model => model.MemoryBytes).ToList();
        return holders.Find(model => model.MemoryBytes >= missing) is { } one
            ? $"Unload '{one.Id}' ({Text(one.MemoryBytes)}) first."
            : $"Unload more than one of {string.Join(", ", holders.Select(model => $"'{model.Id}' ({Text(model.MemoryBytes)})"))} first.";
    }

    private static string Text(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / Gibi:0.##} GiB");
}
