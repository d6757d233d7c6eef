using System.Net;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Tests;
using Cocoon.Sealing;
using Cocoon.Silo.Placement;
using Cocoon.Silo.Tests.Operations;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NSubstitute;

namespace Cocoon.Silo.Tests.Placement;

/// <summary>A core silo and three of providers, two of which say the same wallet.</summary>
public sealed class PlacementCluster : IAsyncLifetime
{
    private readonly List<IHost> _hosts = [];
    private readonly int _primary = Ports.Free();

    public static AccountAddress First { get; } = GrainHost.Address(1);

    public static AccountAddress Second { get; } = GrainHost.Address(2);

    public SiloAddress Core => AddressOf(0);

    public SiloAddress OfFirst => AddressOf(1);

    public IReadOnlyList<SiloAddress> OfSecond => [AddressOf(2), AddressOf(3)];

    public IGrainFactory Grains => _hosts[0].Services.GetRequiredService<IGrainFactory>();

    public IManagementGrain Management => Grains.GetGrain<IManagementGrain>(0);

    public async Task InitializeAsync()
    {
        await Start(ImageRole.Core, null, _primary);
        foreach (var wallet in (AccountAddress[])[First, Second, Second]) await Start(ImageRole.Provider, wallet, Ports.Free());
        // What a silo says of itself reaches the others a little later than its membership.
        var wallets = _hosts[0].Services.GetRequiredService<SiloWallets>();
        await GrainHost.Eventually(() => Task.FromResult(_hosts.Skip(1).Select((_, i) => wallets.WalletOf(AddressOf(i + 1))).All(wallet => wallet is not null)));
        var manifests = _hosts[0].Services.GetRequiredService<IClusterManifestProvider>();
        await GrainHost.Eventually(() => Task.FromResult(manifests.Current.Silos.Count == _hosts.Count));
    }

    public async Task DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts))
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    private SiloAddress AddressOf(int host) => _hosts[host].Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    private async Task Start(ImageRole role, AccountAddress? wallet, int port)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(GrainHost.Rules).AddSingleton<IEntropy, SystemEntropy>();
        builder.Services.AddSingleton<IEvidenceMaker, SimulatedEvidenceMaker>().AddSingleton(Substitute.For<IMachineVerifier>());
        if (wallet is { } own)
            builder.Services.AddSingleton(new Enclave(own, new SigningKey(new byte[32], Ed25519.Default), SealingKeyPair.Create(new SystemEntropy()), GrainHost.Bytes(1), Ed25519.Default, []));
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(port, Ports.Free(), new IPEndPoint(IPAddress.Loopback, _primary))
            .UseCocoonPlacement(role, wallet?.Raw));
        _hosts.Add(builder.Build());
        await _hosts[^1].StartAsync();
    }
}
