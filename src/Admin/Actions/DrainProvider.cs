using Cocoon.Core.Accounts;
using Cocoon.Grains;

namespace Cocoon.Admin.Actions;

/// <summary>Takes one provider off the market, or puts it back.</summary>
internal sealed class DrainProvider(IGrainFactory grains, bool draining) : IAdminAction
{
    public string Name => draining ? "drain" : "resume";

    public Task<ActionPlan?> Plan(string target) => Task.FromResult(!AccountAddress.TryParse(target, out var provider) ? null : draining
        ? new ActionPlan($"Drain provider {provider}?", "Drain",
            ["It gets no new jobs from now on.", "Jobs that run on it finish, and are paid.", "It stays drained until somebody resumes it, or its machine joins anew with other keys."],
            $"/admin/providers/{provider}")
        : new ActionPlan($"Resume provider {provider}?", "Resume",
            ["Its offers go back on the market, as long as its appraisal counts and its owner has not drained it."],
            $"/admin/providers/{provider}"));

    public async Task<string> Run(string target, CancellationToken cancellationToken)
    {
        await grains.Provider(AccountAddress.Parse(target)).Drain(draining).WaitAsync(cancellationToken);
        return draining ? "It takes no new jobs." : "It takes jobs again.";
    }
}
