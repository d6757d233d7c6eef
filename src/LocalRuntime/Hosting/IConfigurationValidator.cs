namespace Orleans;

/// <summary>Checks a part of the configuration when the host starts; throws with a message that says what to change.</summary>
public interface IConfigurationValidator
{
    void ValidateConfiguration();
}
