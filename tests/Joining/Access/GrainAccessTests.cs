using System.Reflection;
using Cocoon.Attestation.Policy;
using Cocoon.Grains;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Jobs;
using Cocoon.Grains.Providers;
using Cocoon.Joining.Access;

namespace Cocoon.Joining.Tests.Access;

/// <summary>The table is spelled out once more: a change of it must be meant.</summary>
public sealed class GrainAccessTests
{
    private static readonly Type[] Contracts = [.. typeof(Keys).Assembly.GetTypes().Where(type => type.IsInterface && typeof(IGrainWithStringKey).IsAssignableFrom(type))];

    [Fact]
    public void A_provider_may_call_five_methods() => CallsOf(ImageRole.Provider).Should().BeEquivalentTo(
        "IJobGrain.Begin", "IJobGrain.Complete", "IJobGrain.Fail", "IProviderGrain.Register", "IProviderGrain.Announce");

    [Fact]
    public void A_gateway_may_not_do_what_the_ledger_or_providers_do() => CallsOf(ImageRole.Gateway).Should().NotContain(
        ["IPaymentChannelGrain.Hold", "IPaymentChannelGrain.Post", "IPaymentChannelGrain.Void", "IJobGrain.Begin", "IJobGrain.Complete", "IJobGrain.Fail",
            "IProviderGrain.Register", "IProviderGrain.Lease", "ISettlementGrain.Accept", "ISettlementGrain.Settle", "IBatchGrain.Archive", "IMarketGrain.Announce"]);

    [Fact]
    public void The_core_may_call_everything() => CallsOf(ImageRole.Core).Should().HaveCount(Contracts.Sum(contract => contract.GetMethods().Length));

    [Fact]
    public void A_provider_hosts_the_engine_alone() =>
        typeof(Keys).Assembly.GetTypes().Where(type => typeof(Grain).IsAssignableFrom(type) && GrainAccess.MayHost(ImageRole.Provider, type)).Should().Equal(typeof(InferenceGrain));

    [Fact]
    public void A_provider_touches_its_own_twin_only()
    {
        GrainAccess.MayTouch(ImageRole.Provider, "0:aa", typeof(IProviderGrain), "0:aa").Should().BeTrue();
        GrainAccess.MayTouch(ImageRole.Provider, "0:aa", typeof(IProviderGrain), "0:bb").Should().BeFalse();
        GrainAccess.MayTouch(ImageRole.Provider, "0:aa", typeof(IJobGrain), "any").Should().BeTrue();
    }

    private static string[] CallsOf(ImageRole role) =>
        [.. Contracts.SelectMany(contract => contract.GetMethods()).Where(method => GrainAccess.MayCall(role, method.DeclaringType!, method.Name)).Select(Name)];

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
