using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Grains.Events;

/// <summary>How a grain reaches whoever listens, if anyone does.</summary>
internal static class GrainEvents
{
    public static void Tell(this IGrainBase grain, MarketEvent news) =>
        grain.GrainContext.ActivationServices.GetService<IMarketEvents>()?.Publish(news);

    public static IMarketGauges? Gauges(this IGrainBase grain) => grain.GrainContext.ActivationServices.GetService<IMarketGauges>();
}
