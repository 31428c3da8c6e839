"""What Prometheus reads of an answer to `/metrics`."""

from prometheus_client.parser import text_string_to_metric_families


def samples(text: str) -> dict[str, float]:
    """Give each sample, its name with its labels in their order, as it stands in the text."""
    return {
        _written(one.name, one.labels): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def _written(name: str, labels: dict[str, str]) -> str:
    told = ",".join(f'{label}="{value}"' for label, value in labels.items())
    return f"{name}{{{told}}}" if told else name
