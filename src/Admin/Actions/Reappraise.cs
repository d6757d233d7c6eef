using Cocoon.Core.Accounts;
using Cocoon.Grains;

namespace Cocoon.Admin.Actions;

/// <summary>Looks at a provider's evidence again, now.</summary>
internal sealed class Reappraise(IGrainFactory grains) : IAdminAction
{
    public string Name => "reappraise";

    public Task<ActionPlan?> Plan(string target) => Task.FromResult(!AccountAddress.TryParse(target, out var provider) ? null : new ActionPlan(
        $"Look at the evidence of {provider} again?", "Re-appraise",
        [
            "The market makes its verdict anew, by the policy and the collateral of now.",
            "If the machine is good, nothing changes.",
            "If it is not, its appraisal ends at once: it is off the market, its leases end, and jobs that run on it fail without a charge.",
        ],
        $"/admin/providers/{provider}"));

    public async Task<string> Run(string target, CancellationToken cancellationToken)
    {
        var provider = grains.Provider(AccountAddress.Parse(target));
        await provider.Reappraise().WaitAsync(cancellationToken);
        var appraisal = (await provider.View()).Appraisal;
        return $"The appraisal counts until {appraisal.NotAfter.UtcDateTime:u}.";
    }
}
