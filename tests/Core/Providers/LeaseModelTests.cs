using Cocoon.Core.Tests.Models;
using Xunit.Abstractions;

namespace Cocoon.Core.Tests.Providers;

/// <summary>Random histories of a provider's leases against a simple model of them.</summary>
public sealed class LeaseModelTests(ITestOutputHelper output)
{
    [Fact]
    public void A_provider_leases_as_the_model_says_after_every_command() => ModelCheck.Run(LeaseCommand.Any, 40, () => new LeaseRun(), output);
}
