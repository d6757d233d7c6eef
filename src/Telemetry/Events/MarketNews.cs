using System.Diagnostics;
using Cocoon.Grains.Events;

namespace Cocoon.Telemetry.Events;

/// <summary>Hands what grains tell to the ring and the meters. Thread-safe.</summary>
internal sealed class MarketNews(RecentEvents recent, MarketMeters meters) : IMarketEvents
{
    public void Publish(MarketEvent news)
    {
        recent.Add(news, Activity.Current is { Recorded: true } span ? span.TraceId.ToHexString() : null);
        meters.Count(news);
    }
}
