using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Cocoon.Attestation.Policy;
using Cocoon.Gateway.Hosting;
using Cocoon.Grains;
using Cocoon.Grains.Edge;
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
    public void A_provider_may_call_six_methods() => CallsOf(ImageRole.Provider).Should().BeEquivalentTo(
        "IJobGrain.Begin", "IJobGrain.Complete", "IJobGrain.Fail", "IProviderGrain.Register", "IProviderGrain.Announce", "IProviderGrain.Drain");

    [Fact]
    public void A_gateway_may_not_do_what_the_ledger_or_providers_do() => CallsOf(ImageRole.Gateway).Should().NotContain(
        ["IPaymentChannelGrain.Hold", "IPaymentChannelGrain.Post", "IPaymentChannelGrain.Void", "IJobGrain.Begin", "IJobGrain.Complete", "IJobGrain.Fail",
            "IProviderGrain.Register", "IProviderGrain.Lease", "ISettlementGrain.Accept", "ISettlementGrain.Resolve", "IBatchGrain.Archive", "IMarketGrain.Announce", "IMarketGrain.Use"]);

    [Fact]
    public void A_gateway_may_call_what_its_code_calls_but_accepting_differences()
    {
        using var program = new PEReader(File.OpenRead(typeof(CocoonGateway).Assembly.Location));
        var names = program.GetMetadataReader();
        var called = names.MemberReferences.Select(names.GetMemberReference).Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => $"{names.GetString(names.GetTypeReference((TypeReferenceHandle)member.Parent).Name)}.{names.GetString(member.Name)}");

        called.Intersect(CallsOf(ImageRole.Core)).Except(CallsOf(ImageRole.Gateway)).Should().Equal("ISettlementGrain.Resolve");
    }

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

    [Fact]
    public void A_machine_that_dials_out_may_call_its_own_edge_grain_and_nothing_else()
    {
        CallsOf(ImageRole.Edge).Should().BeEquivalentTo(typeof(IEdgeGrain).GetMethods().Select(Name));
        GrainAccess.MayTouch(ImageRole.Edge, "0:aa", typeof(IEdgeGrain), "0:aa").Should().BeTrue();
        GrainAccess.MayTouch(ImageRole.Edge, "0:aa", typeof(IEdgeGrain), "0:bb").Should().BeFalse();
        CallsOf(ImageRole.Gateway).Should().NotContain(name => name.StartsWith(nameof(IEdgeGrain), StringComparison.Ordinal));
        typeof(Keys).Assembly.GetTypes().Should().NotContain(type => GrainAccess.MayHost(ImageRole.Edge, type));
    }

    private static string[] CallsOf(ImageRole role) =>
        [.. Contracts.SelectMany(contract => contract.GetMethods()).Where(method => GrainAccess.MayCall(role, method.DeclaringType!, method.Name)).Select(Name)];

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
