using Cocoon.Grains.Channels;
using Cocoon.Grains.Settlement;

namespace Cocoon.CrashHost;

/// <summary>Dies right after a grain call took effect and before its caller learns of it.</summary>
internal sealed class CrashingFilter(Death death) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.Name == nameof(IPaymentChannelGrain.Post)) death.At(CrashPoint.AfterReceiptWritten);
        await context.Invoke();
        switch (context.InterfaceMethod.Name)
        {
            case nameof(IPaymentChannelGrain.Hold):
                death.At(CrashPoint.AfterHold);
                break;
            case nameof(IPaymentChannelGrain.Post):
                death.At(CrashPoint.AfterPost);
                break;
            case nameof(ISettlementGrain.Accept):
                death.At(CrashPoint.AfterPush);
                break;
            case nameof(IBatchGrain.Archive):
                death.At(CrashPoint.AfterBatchConfirmed);
                break;
        }
    }
}
