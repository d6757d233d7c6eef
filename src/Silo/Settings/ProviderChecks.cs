using Cocoon.Silo.Hosting;

namespace Cocoon.Silo.Settings;

internal static class ProviderChecks
{
    public static IEnumerable<string> Of(ProviderSettings provider) =>
    [
        .. Checks.Address("Cocoon:Provider:Wallet", provider.Wallet, "the address of the wallet that is paid"),
        .. provider.ModelFolders.Count + provider.Models.Count + provider.Upstreams.Count == 0 ? ["Cocoon:Provider:ModelFolders is empty. Name the folder of at least one model, or a server in Upstreams."] : (string[])[],
        .. provider.ModelFolders.SelectMany((folder, i) => Checks.Folder($"Cocoon:Provider:ModelFolders:{i}", HostSettings.Located(provider, folder))),
        .. provider.ModelStore is { } store ? Checks.Folder("Cocoon:Provider:ModelStore", store) : [],
        .. provider.Models.SelectMany((model, i) => Model(provider, $"Cocoon:Provider:Models:{i}", model)),
        .. Checks.One(HostSettings.Models(provider).GroupBy(static model => model.Name, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice
            ? $"Cocoon:Provider names the model '{twice.Key}' twice. Leave one entry of ModelFolders and Models." : null),
        .. provider.MemoryBytes < 0 ? ["Cocoon:Provider:MemoryBytes is below 0; it takes bytes, or 0 for 80 % of the memory."] : (string[])[],
        .. Checks.Between("Cocoon:Provider:ProfileSeconds", provider.ProfileSeconds, 0, 600),
        .. provider.Upstreams.SelectMany((upstream, i) => UpstreamChecks.Of($"Cocoon:Provider:Upstreams:{i}", upstream)),
        .. provider.AuditsOnly ? [] : Prices("Cocoon:Provider:Prices", provider.Prices),
        .. Checks.Between("Cocoon:Provider:Slots", provider.Slots, 1, 1_024),
        .. Checks.Required("Cocoon:Provider:Region", provider.Region, "Name where the machine is."),
    ];

    private static IEnumerable<string> Model(ProviderSettings provider, string option, ModelSettings model) =>
    [
        .. string.IsNullOrEmpty(model.Path) || !Path.Exists(HostSettings.Located(provider, model.Path)) ? [$"{option}:Path: there is no model '{model.Path}'. Name its folder, its GGUF file, or its name in Cocoon:Provider:ModelStore."] : (string[])[],
        .. Checks.Required($"{option}:Engine", model.Engine, "Name an engine, such as cpu."),
        .. model.Slots is { } slots ? Checks.Between($"{option}:Slots", slots, 1, 1_024) : [],
        .. Checks.Between($"{option}:MaxContext", model.MaxContext, 0, 100_000_000),
        .. model.MemoryBytes < 0 ? [$"{option}:MemoryBytes is below 0; it takes bytes, or 0 for an estimate."] : (string[])[],
        .. model.Prices is { } prices ? Prices($"{option}:Prices", prices) : [],
        .. model.BatchPrices is { } batch ? Prices($"{option}:BatchPrices", batch) : [],
        .. model.Floor is { } floor ? Prices($"{option}:Floor", floor) : [],
        .. NotAbove($"{option}:BatchPrices", model.BatchPrices, model.Prices ?? provider.Prices),
        .. NotAbove($"{option}:Floor", model.Floor, model.Prices ?? provider.Prices),
    ];

    internal static IEnumerable<string> Prices(string option, PriceSettings prices) =>
    [
        .. Checks.Ton($"{option}:Prompt", prices.Prompt),
        .. Checks.Ton($"{option}:Completion", prices.Completion),
        .. prices.CachedPrompt is { } cached ? Checks.Ton($"{option}:CachedPrompt", cached) : [],
        .. prices.Reasoning is { } reasoning ? Checks.Ton($"{option}:Reasoning", reasoning) : [],
    ];

    private static IEnumerable<string> NotAbove(string option, PriceSettings? lower, PriceSettings upper) =>
        HostSettings.Asked(lower) is { } asked && HostSettings.Asked(upper) is { } prices && !asked.IsWithin(prices)
            ? [$"{option} is above the model's prices. Lower it, for each kind of token."]
            : [];
}
