using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;
using Cocoon.Grains.Edge;
using Cocoon.Grains.Inference;
using Cocoon.Joining.Silos;
using Cocoon.RaTls;
using Cocoon.RaTls.Certificates;
using Cocoon.RaTls.Identity;
using Cocoon.RaTls.Tests.Harness;
using Cocoon.Sealing;
using Cocoon.Silo.Placement;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Cocoon.Joining.Tests.Silos;

/// <summary>One silo on loopback, with stand-ins for the core's grains.</summary>
internal static class TestSilo
{
    public static AccountAddress Wallet(byte number) => AccountAddress.From(0, [.. Enumerable.Repeat(number, 32)]);

    private static MarketParameters Rules { get; } = new(
        Market.NetworkId, Wallet(1), [Wallet(2)], new HexBytes(new byte[32]), 500, Tier.Simulated, ImmutableDictionary<string, HexBytes>.Empty,
        new ChannelLimits(Nano.Zero, Nano.FromTon(1), 8, TimeSpan.FromMinutes(5)), new SettlementPolicy(10, TimeSpan.FromHours(1), Nano.FromTon(1), 100, TimeSpan.FromDays(1)));

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <param name="market">Policy of this silo.</param>
    /// <param name="self">Its role and wallet.</param>
    /// <param name="port">Its own port.</param>
    /// <param name="primary">Port of the first silo.</param>
    /// <param name="isAttested">Whether it speaks RA-TLS at all.</param>
    /// <param name="change">Last changes, such as those of a hostile image.</param>
    /// <param name="gatewayPort">Port for clients; null for one that nobody is told.</param>
    public static IHost Build(Market market, PeerIdentity self, int port, int primary, bool isAttested = true, Action<IServiceCollection>? change = null, int? gatewayPort = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        AddAttestation(builder.Services, market, self);
        builder.Services.AddSingleton<Reached>().AddSingleton(Rules);
        builder.Services.AddSingleton(Ed25519.Default).AddSingleton<IEntropy, SystemEntropy>().AddSingleton<IMachineVerifier, MachineVerifier>();
        builder.Services.AddSingleton(new Enclave(self.Wallet, new SigningKey(new byte[32], Ed25519.Default), SealingKeyPair.Create(new SystemEntropy()), default, Ed25519.Default, []));
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(port, gatewayPort ?? FreePort(), new IPEndPoint(IPAddress.Loopback, primary));
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5));
            // The stand-ins take the places of the real ones, whose stores and chain are not here.
            silo.Configure<GrainTypeOptions>(options => options.Classes.RemoveWhere(grain =>
                grain.Assembly == typeof(InferenceGrain).Assembly && grain != typeof(EdgeGrain) && (self.Role == ImageRole.Core || grain != typeof(InferenceGrain))));
            silo.UseCocoonPlacement(self.Role, self.Role == ImageRole.Provider ? self.Wallet.Raw : null);
            if (isAttested) silo.UseRaTls(self);
        });
        change?.Invoke(builder.Services);
        return builder.Build();
    }

    /// <summary>A gateway's client of the silos.</summary>
    public static IHost BuildClient(Market market, PeerIdentity self, int gatewayPort)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        AddAttestation(builder.Services, market, self);
        builder.Services.AddSingleton(Ed25519.Default).AddSingleton<IEntropy, SystemEntropy>();
        builder.UseOrleansClient(client => client.UseLocalhostClustering(gatewayPort).UseRaTls().Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5)));
        return builder.Build();
    }

    public static void AddAttestation(IServiceCollection services, Market market, PeerIdentity self)
    {
        services.AddSingleton<IPolicySource>(market).AddSingleton<ICollateralKeeper>(market).AddSingleton<IEpochSource>(market);
        services.AddSingleton<IEvidenceMaker, SimulatedEvidenceMaker>().AddSingleton<IEvidenceVerifier, SimulatedVerifier>().AddSingleton<MachineAppraiser>();
        services.AddRaTls(_ => new RaTlsIdentityOptions { NetworkId = Market.NetworkId, Identity = self }, options => options.ConnectionsPerPeriod = 1000);
    }
}
