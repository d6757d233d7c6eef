using Cocoon.Core.Market;
using Cocoon.Grains.Inference;
using Cocoon.Inference.Models;
using Cocoon.Silo.Hosting;

namespace Cocoon.Silo.Providers.Models;

/// <summary>Opens models, and knows what they take and which may be sold in this market. Thread-safe.</summary>
internal sealed class ModelLoader(IEnumerable<IEngineOpener> openers, ProviderRoleOptions options, MarketParameters market)
{
    /// <summary>Weights are often stored in half of the bytes that they are computed with.</summary>
    private const int BytesPerStoredByte = 2;

    /// <summary>Without a setting models may take this share of the memory; the rest is the silo's.</summary>
    private const double DefaultShare = 0.8;

    private readonly Dictionary<string, IEngineOpener> _openers = openers.ToDictionary(static opener => opener.Name, StringComparer.Ordinal);

    public MemoryBudget Budget { get; } = new(options.MemoryBytes > 0 ? options.MemoryBytes : (long)(MachineMemory.Limit() * DefaultShare), options.UnloadIdle);

    /// <summary>What an entry takes, in bytes.</summary>
    /// <exception cref="ModelFileException">There is no such model, or no such engine.</exception>
    public long Need(ModelEntry entry) => Need(entry, Opener(entry).Look(entry));

    /// <summary>Loads a model, whether or not there is room. It is not offered before it was tried out.</summary>
    /// <exception cref="ModelFileException">It cannot be loaded; the message says why.</exception>
    public ServedModel Load(ModelEntry entry)
    {
        var opener = Opener(entry);
        var facts = opener.Look(entry);
        return new ServedModel(opener.Open(entry), isReady: false) { Slots = entry.Slots, MaxContext = entry.MaxContext, Ask = entry.Ask, IsToy = facts.IsToy, MemoryBytes = Need(entry, facts) };
    }

    /// <summary>Loads what is wanted at start, as far as the memory goes.</summary>
    /// <exception cref="ModelFileException">One cannot be loaded, or they do not fit together.</exception>
    public IReadOnlyList<ServedModel> LoadAll(IReadOnlyList<ModelEntry> entries)
    {
        var loaded = new List<ServedModel>();
        foreach (var entry in entries)
        {
            // Nothing is unloaded for another of the same list.
            if ((Budget with { MayUnloadIdle = false }).Admit(entry.Name, Need(entry), loaded).Refusal is { } refusal) throw new ModelFileException(refusal);
            loaded.Add(Load(entry));
        }
        return loaded;
    }

    /// <summary>Why the market would refuse a model, or its callers would be misled; null when neither.</summary>
    public string? WhyNotSold(ServedModel model)
    {
        if (!market.Models.TryGetValue(model.Id, out var listed)) return $"The registry does not list the model '{model.Id}'.";
        if (model.IsToy && !market.AllowsSimulated && !options.AllowToyModels)
            return $"'{model.Id}' is a toy: it is for trying out, and this is a market for money. Serve a real model, or set Cocoon:Provider:AllowToyModels.";
        return model.WeightHash == listed
            ? null
            : $"The weights of '{model.Id}' are not the ones in the registry: here {model.Engine.Descriptor.WeightHash}, there {listed}. Get the files again.";
    }

    private static long Need(ModelEntry entry, ModelFacts facts) => entry.MemoryBytes > 0 ? entry.MemoryBytes : facts.WeightBytes * BytesPerStoredByte;

    private IEngineOpener Opener(ModelEntry entry) => _openers.TryGetValue(entry.Engine, out var opener)
        ? opener
        : throw new ModelFileException($"There is no engine '{entry.Engine}' in this build for '{entry.Name}'. There are: {string.Join(", ", _openers.Keys.Order(StringComparer.Ordinal))}.");
}
