using Cocoon.Attestation.Evidence;
using Cocoon.Cli.Dev;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Grains.Inference;
using Cocoon.Inference;
using Cocoon.Sealing;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Providers;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cocoon.EndToEnd.Tests.Canaries;

/// <summary>
/// Another provider's machine in the process of the dev market: an enclave and an agent of its own, behind the product's
/// grains. A process has one enclave otherwise; here each engine's grain gets the one of its wallet.
/// </summary>
internal sealed class SecondMachine(IInferenceEngine engine) : IHostedService, IDisposable
{
    // Its key is disposed of with it, so each machine has one of its own.
    private readonly Enclave _enclave = new(
        Wallet, new SigningKey([.. Enumerable.Repeat((byte)77, SigningKey.SeedBytes)], Ed25519.Default), SealingKeyPair.Create(new SystemEntropy()), new HexBytes(new byte[32]), Ed25519.Default, [engine]);
    private ProviderAgent? _agent;

    public static AccountAddress Wallet { get; } = AccountAddress.From(0, [.. Enumerable.Repeat((byte)77, 32)]);

    /// <summary>Adds the machine to a node that has everything else.</summary>
    public void AddTo(IHostApplicationBuilder builder)
    {
        var first = builder.Services.Single(static service => service.ServiceType == typeof(Enclave));
        builder.Services.Remove(first);
        builder.Services.AddKeyedSingleton("first", (services, _) => (Enclave)first.ImplementationFactory!(services));
        builder.Services.AddTransient(services => services.GetRequiredService<IGrainContextAccessor>().GrainContext is { } grain && grain.GrainId.Key.ToString() == Wallet.Raw
            ? _enclave
            : services.GetRequiredKeyedService<Enclave>("first"));
        builder.Services.AddHostedService(services =>
        {
            _agent = new ProviderAgent(
                services.GetRequiredService<IGrainFactory>(), _enclave, services.GetRequiredService<IEvidenceMaker>(),
                new ProviderRoleOptions { Wallet = Wallet, ModelFolders = [], Prices = DevNode.Prices }, services.GetRequiredService<MarketParameters>(), TimeProvider.System, NullLogger<ProviderAgent>.Instance);
            return this;
        });
        OneSilo.HostsAll(builder);
    }

    public Task StartAsync(CancellationToken cancellationToken) => _agent!.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _agent!.StopAsync(cancellationToken);

    public void Dispose() => _agent?.Dispose();
}
