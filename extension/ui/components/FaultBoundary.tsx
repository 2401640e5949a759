/** Shows a fault of our own in place of what it broke, with its details to copy, instead of a blank page. */
import { Button, Group, Text, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { text } from '../text';

interface State {
  readonly thrown: { readonly value: unknown } | null;
  readonly copied: string | null;
}

const detailsOf = (thrown: unknown): string =>
  thrown instanceof Error ? `${thrown.name}: ${thrown.message}\n${thrown.stack ?? ''}` : String(thrown);

interface FaultBoundaryProps {
  readonly children: ReactNode;
  /** It stands around a whole page, whose landmark then goes with what broke. */
  readonly wholePage?: boolean;
}

export class FaultBoundary extends Component<FaultBoundaryProps, State> {
  override state: State = { thrown: null, copied: null };

  static getDerivedStateFromError(value: unknown): Partial<State> {
    return { thrown: { value } };
  }

  /** The clipboard is asked directly: the provider that offers it may be what broke. */
  readonly copy = () => {
    navigator.clipboard.writeText(detailsOf(this.state.thrown?.value)).then(
      () => this.setState({ copied: text.common.detailsCopied }),
      () => this.setState({ copied: text.common.copyFailed }),
    );
  };

  override render() {
    if (this.state.thrown === null) return this.props.children;
    const fault = (
      <section role="alert" style={{ padding: 20, maxWidth: 560 }}>
        <Title order={1}>{text.common.brokenTitle}</Title>
        <Text mt={6}>{text.common.brokenSentence}</Text>
        <Group mt="md">
          <Button onClick={() => location.reload()}>{text.common.reload}</Button>
          <Button variant="default" onClick={this.copy}>
            {text.common.copyDetails}
          </Button>
        </Group>
        <Text size="sm" mt={6} role="status">
          {this.state.copied}
        </Text>
      </section>
    );
    return this.props.wholePage === true ? <main>{fault}</main> : fault;
  }
}
