using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Hosting;

/// <summary>Refuses the same settings that Orleans refuses.</summary>
internal sealed class RuntimeOptionsValidator(IOptions<SiloMessagingOptions> messaging, IOptions<GrainCollectionOptions> collection) : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        if (messaging.Value.ResponseTimeout <= TimeSpan.Zero)
            throw new OrleansConfigurationException($"SiloMessagingOptions.ResponseTimeout is {messaging.Value.ResponseTimeout}. Set it to more than zero.");
        var ages = collection.Value.ClassSpecificCollectionAge.Append(new("CollectionAge", collection.Value.CollectionAge));
        foreach (var (name, age) in ages)
        {
            if (age <= collection.Value.CollectionQuantum)
                throw new OrleansConfigurationException(
                    $"GrainCollectionOptions: the age {age} of '{name}' is not more than CollectionQuantum, {collection.Value.CollectionQuantum}. Raise the age or lower the quantum.");
        }
    }
}
