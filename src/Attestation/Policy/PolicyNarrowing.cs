using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Azure;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Tdx;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Policy;

/// <summary>Takes from a policy what a caller does not want. Each rule can only take away.</summary>
internal static class PolicyNarrowing
{
    public static PolicyDocument Narrow(PolicyDocument policy, CallerPolicy caller)
    {
        var least = caller.LeastTier is { } tier && tier > policy.LeastTier ? tier : policy.LeastTier;
        return policy with
        {
            Images = [.. policy.Images.Where(image => (caller.Images?.Contains(image.Digest) ?? true) && image.Tier >= least)],
            LeastTier = least,
            AllowSimulated = policy.AllowSimulated && Counts(caller, EvidenceKind.Simulated) && least <= Tier.Simulated,
            // Who names a tier has to name this very one.
            AllowOpen = policy.AllowOpen && Counts(caller, EvidenceKind.Open) && least <= Tier.Open && caller.LeastTier is (null or Tier.Open),
            RequireEpoch = policy.RequireEpoch || caller.RequireEpoch,
            MaxEvidenceAge = Shorter(policy.MaxEvidenceAge, caller.MaxEvidenceAge),
            MaxAppraisalAge = Shorter(policy.MaxAppraisalAge, caller.MaxAppraisalAge),
            RevokedHardware = policy.RevokedHardware.Union(caller.RevokedHardware),
            Tdx = Counts(caller, EvidenceKind.Tdx) && policy.Tdx is { } tdx ? Narrow(tdx, caller.AcceptedStatuses) : null,
            Snp = Counts(caller, EvidenceKind.SevSnp) ? policy.Snp : null,
            Gpu = Counts(caller, EvidenceKind.NvidiaGpu) ? policy.Gpu : null,
            Nras = Counts(caller, EvidenceKind.NrasToken) && policy.Nras is { } nras ? nras with { MaxTokenAge = Shorter(nras.MaxTokenAge, caller.MaxEvidenceAge) } : null,
            Azure = Counts(caller, EvidenceKind.AzureToken) && policy.Azure is { } azure ? Narrow(azure, caller) : null,
        };
    }

    private static TdxPolicy Narrow(TdxPolicy tdx, ImmutableArray<TcbStatus>? accepted) => accepted is not { } wanted
        ? tdx
        : tdx with
        {
            AcceptedStatuses = [.. tdx.AcceptedStatuses.Where(status => wanted.Contains(status))],
            GraceDays = wanted.Contains(TcbStatus.OutOfDate) ? tdx.GraceDays : tdx.GraceDays.Clear(),
        };

    private static AzurePolicy Narrow(AzurePolicy azure, CallerPolicy caller) => azure with
    {
        MaxTokenAge = Shorter(azure.MaxTokenAge, caller.MaxEvidenceAge),
        Tdx = azure.Tdx is { } floor && caller.AcceptedStatuses is { } wanted
            ? floor with { Statuses = [.. floor.Statuses.Where(status => status == TcbStatus.UpToDate || wanted.Contains(status))] }
            : azure.Tdx,
    };

    private static bool Counts(CallerPolicy caller, EvidenceKind kind) => caller.Kinds?.Contains(kind) ?? true;

    private static TimeSpan Shorter(TimeSpan market, TimeSpan? caller) => caller < market ? caller.Value : market;
}
