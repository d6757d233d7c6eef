using Cocoon.Client.Http;
using Cocoon.Client.Transport;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Gateway.Hosting;
using Cocoon.Grains;
using Cocoon.Grains.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cocoon.Client.Cluster.Tests;

/// <summary>A silo with real grains, a gateway before it, and clients of both.</summary>
public sealed class MarketHost : IAsyncLifetime
{
    private readonly ApiKey _key = ApiKey.New(GrainHost.Address(1), new SystemEntropy());
    private WebApplication _gateway = null!;

    public GrainHost Silo { get; } = new();

    public async Task InitializeAsync()
    {
        await Silo.InitializeAsync();
        await Silo.Grains.Account(Silo.Client).AddKey(_key.Id, "test", _key.SecretHash);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(Silo.Grains);
        builder.Services.AddCocoonGateway(options => options.Registry = GrainHost.Rules.Registry);
        _gateway = builder.Build();
        _gateway.MapCocoonGateway();
        await _gateway.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await Silo.DisposeAsync();
    }

    /// <summary>A client with a channel of its own.</summary>
    /// <param name="way">"gateway" or "cluster".</param>
    public async Task<CocoonClient> Client(string way)
    {
        var channel = await Silo.OpenChannel(1_000_000);
        await Silo.Grains.Account(Silo.Client).AddChannel(channel);
        var options = new CocoonClientOptions
        {
            Endpoint = new Uri(_gateway.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
            ApiKey = _key.Reveal(),
            Channel = channel,
            VoucherSeed = [.. Enumerable.Repeat((byte)40, 32)],
            NetworkId = -217,
            VoucherStore = new MemoryVoucherStore(),
        };
        IMarketTransport transport = way == "gateway"
            ? new HttpTransport(new HttpClient { Timeout = Timeout.InfiniteTimeSpan }, options)
            : new ClusterTransport(Silo.Grains, options, new ClusterClientOptions { Registry = GrainHost.Rules.Registry });
        return new CocoonClient(transport, options);
    }
}
