using System.Text.Json.Serialization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;
using Cocoon.Ton.Registry;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Registry;

/// <summary>The registry's cells as its own tests build them, and its data as the executor leaves it.</summary>
public sealed record RegistryVectors(
    RegistryVectors.TermsVector[] Registries, RegistryVectors.StateVector[] States,
    Dictionary<string, string> Messages, Dictionary<string, string> Changes, string Joined, string JoinedHash)
{
    public static RegistryVectors Instance { get; } = VectorFile.Read<RegistryVectors>("registry");

    public sealed record TermsVector(
        ushort FeeBps, string MarketKey, int NetworkId, string Owner, uint Delay, ParametersVector Parameters, string Address)
    {
        [JsonIgnore]
        public RegistryTerms Terms => new(NetworkId, AccountAddress.Parse(Owner), HexBytes.Parse(MarketKey), FeeBps, Delay, Parameters.Read);
    }

    public sealed record ParametersVector(
        long MinReserve, long CreditCap, ushort MaxHolds, uint MaxHoldSeconds,
        uint SettleReceipts, uint SettleAgeSeconds, ushort MaxFeeShareBps, ushort FinalityBlocks)
    {
        [JsonIgnore]
        public RegistryParameters Read =>
            new(new Nano(MinReserve), new Nano(CreditCap), MaxHolds, MaxHoldSeconds, SettleReceipts, SettleAgeSeconds, MaxFeeShareBps, FinalityBlocks);
    }

    /// <summary>A registry's data, and what its get-methods say.</summary>
    public sealed record StateVector(
        string Name, string Data, uint Version, ushort FeeBps, int NetworkId, string Owner, uint Delay, string MarketKey, int Count,
        ParametersVector Parameters, IncentivesVector Incentives, MeasurementVector[] Measurements, ModelVector[] Models, VaultVector[] Vaults, PendingVector[] Pending);

    public sealed record IncentivesVector(ushort AuditBps, ushort ColdBonusBps, ushort ColdProviders, ushort EarlyBonusBps, uint EarlyUntil, uint EpochSeconds)
    {
        [JsonIgnore]
        public RegistryIncentives Read => new(AuditBps, ColdBonusBps, ColdProviders, EarlyBonusBps, EarlyUntil, EpochSeconds);
    }

    public sealed record MeasurementVector(string Hash, int Role, int Tier, uint NotAfter)
    {
        [JsonIgnore]
        public ListedMeasurement Read => new((MeasurementRole)Role, (Tier)Tier, NotAfter);
    }

    public sealed record ModelVector(string Hash, string WeightHash, long Prompt, long CachedPrompt, long Completion, long Reasoning)
    {
        [JsonIgnore]
        public ListedModel Read => new(
            HexBytes.Parse(WeightHash), new PriceList(new Nano(Prompt), new Nano(CachedPrompt), new Nano(Completion), new Nano(Reasoning)));
    }

    public sealed record VaultVector(ushort Index, string Vault);

    public sealed record PendingVector(string Hash, uint Eta);
}
