using System.Collections.Concurrent;
using Cocoon.Core.Audits;
using Cocoon.Core.Jobs;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Providers;

namespace Cocoon.Grains.Tests.Audits;

/// <summary>Leads the calls of providers' engines to machines of their own, where there is only one silo. On the way out, since nobody knows the silos of those machines.</summary>
internal sealed class OtherMachines : IOutgoingGrainCallFilter
{
    public ConcurrentDictionary<string, Machine> Machines { get; } = new();

    /// <summary>What the machine of the silo itself does instead of handing its record over; null for the truth.</summary>
    public Exception? InsteadOfDisclosing { get; set; }

    /// <summary>What providers' twins were told.</summary>
    public ConcurrentBag<(string Provider, Judgement Judgement)> Judged { get; } = [];

    /// <summary>Who ran which job again.</summary>
    public ConcurrentBag<(string Auditor, JobId Job)> Audited { get; } = [];

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceMethod.Name == nameof(IProviderGrain.Judged)) Judged.Add((context.TargetId.Key.ToString()!, (Judgement)context.Request.GetArgument(0)!));
        var isElsewhere = Machines.TryGetValue(context.TargetId.Key.ToString()!, out var machine);
        switch (context.InterfaceMethod.Name)
        {
            case nameof(IInferenceGrain.Audit) when isElsewhere:
                var task = (Grains.Audits.AuditTask)context.Request.GetArgument(0)!;
                Audited.Add((machine!.Wallet.Raw, task.Receipt.Receipt.Job));
                context.Result = await machine.Calls.Audit(task);
                break;
            case nameof(IInferenceGrain.Disclose) when InsteadOfDisclosing is { } failure:
                throw failure;
            default:
                await context.Invoke();
                break;
        }
    }
}
