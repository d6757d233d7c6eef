using Cocoon.LocalRuntime.Tests.Calls;
using Cocoon.LocalRuntime.Tests.Hosting;
using Cocoon.LocalRuntime.Tests.Identity;
using Orleans.Configuration;

namespace Cocoon.LocalRuntime.Tests.Local;

public sealed class GrainTypeTests
{
    [Fact]
    public async Task A_class_taken_out_of_the_options_does_not_run_here()
    {
        await using var host = await TestHost.Start(silo => silo.Configure<GrainTypeOptions>(options => options.Classes.Remove(typeof(IdentityGrain))));

        var byInterface = () => host.Grains.GetGrain<IIdentityGrain>("x");
        var byId = async () => await host.Grains.GetGrain<IIdentityGrain>(GrainId.Create("test-identity", "x")).KeyOf();

        byInterface.Should().Throw<ArgumentException>().WithMessage("*Could not find an implementation*IIdentityGrain*");
        (await byId.Should().ThrowAsync<ArgumentException>()).WithMessage("*does not run grains of type 'test-identity'*");
        await host.Grains.GetGrain<IGateGrain>(Guid.NewGuid().ToString()).Note("others run");
    }

    [Fact]
    public void A_grain_is_not_made_with_new()
    {
        var make = () => new IdentityGrain();

        make.Should().Throw<InvalidOperationException>().WithMessage("*IGrainFactory.GetGrain*");
    }
}
